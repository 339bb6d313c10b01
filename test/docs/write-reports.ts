import { makeReport } from '../../src/activities/report/make-report.js';
import { connectReports } from '../../src/adapters/store/index.js';
import { exampleTask, log } from '../activities/report/planted-log.js';
import { storeForTests } from '../adapters/store/fixtures.js';
import { loadLog } from '../synthetic/load.js';
import { renderExample, writeExample } from './report-page.js';

/** Writes docs/reports-example.md anew: `npm run docs:reports`. */
const { url, close } = await storeForTests();
await loadLog(url, log);
const reports = connectReports({ url });
const { signal } = new AbortController();
const report = await makeReport(exampleTask, { reports, plans: [], replay: null }, signal);
await writeExample(renderExample(report));
await reports.close();
await close();
