// A worker thread does not inherit tsx from its parent on Node 20, so it registers tsx itself; plain JavaScript,
// because nothing could load it otherwise. Goes with docs/decisions/0001.
import { register } from 'tsx/esm/api';

register();
await import('./fit-thread.ts');
