/** The script of a worker thread. */
import { KINDS } from './kinds/index.js';
import { serve } from './serve.js';

serve(KINDS);
