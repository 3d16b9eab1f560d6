/** Work of threads done in this one, where the modules beside this file are. */
import { inlineExecutor } from '../../../src/run/executor/inline.js';

export const threadExecutor = () => inlineExecutor();
