/** Writes docs/failures.md anew from what the CLI prints today. */
import { renderFailures, writeFailures } from './failures-page.js';

await writeFailures(await renderFailures());
process.exit();
