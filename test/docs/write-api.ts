/** `npm run docs:api`: keeps what the package exports in a page, which a test holds against the build. */
import { writeFileSync } from 'node:fs';
import { apiSurface } from './api-surface.js';

writeFileSync(new URL('../../docs/api.txt', import.meta.url), apiSurface());
