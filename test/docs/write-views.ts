/** Writes the views' part of docs/tool-call-log.md anew from the comments that the migrations make. */
import { migrateStore } from '../../src/adapters/store/index.js';
import { postgresForTests } from '../support.js';
import { viewsSection, viewWords, writeViews } from './views-page.js';

const database = await (await postgresForTests()).createDatabase();
await migrateStore(database.url, { log: () => {} });
await writeViews(viewsSection(await viewWords(database.url)));
await database.drop();
process.exit();
