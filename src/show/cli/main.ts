#!/usr/bin/env node
/** Starts the command line. */
import { main } from './program.js';

await main();
