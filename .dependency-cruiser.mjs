// The arrows of docs/architecture.md, held on what runs: type imports are gone from dist.
const vendor = 'node_modules/(pg|pg-[a-z-]+|@anthropic-ai|prom-client|@opentelemetry)/';
const temporal = 'node_modules/@temporalio/';
const layer = (names) => `^dist/(${names})/`;

/** @type {import('dependency-cruiser').IConfiguration} */
export default {
  forbidden: [
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'domain-is-pure',
      severity: 'error',
      from: { path: layer('domain') },
      to: { pathNot: `${layer('domain')}|node_modules/zod/` },
    },
    {
      name: 'workflows-are-deterministic',
      comment:
        'Workflows run domain code and know activities only as types; a workflow bundle loads no zod.',
      severity: 'error',
      from: { path: layer('workflows') },
      to: {
        path: `${vendor}|node_modules/zod/|${temporal}(worker|client|activity|testing)/|${layer('activities|tools|sql|adapters|embedded|cli|client')}`,
        reachable: true,
      },
    },
    {
      name: 'activities-join-ports-to-temporal',
      severity: 'error',
      from: { path: layer('activities') },
      to: {
        path: `^dist/|${temporal}`,
        pathNot: `${layer('activities|tools|sql|domain')}|^dist/ports|${temporal}activity/`,
      },
    },
    {
      name: 'tools-know-no-temporal',
      severity: 'error',
      from: { path: layer('tools') },
      to: { path: `^dist/|${temporal}`, pathNot: `${layer('tools|sql|domain')}|^dist/ports` },
    },
    {
      name: 'sql-is-pure',
      severity: 'error',
      from: { path: layer('sql') },
      to: { path: '^dist/', pathNot: `${layer('sql|domain')}|^dist/ports` },
    },
    {
      name: 'adapters-are-leaves',
      severity: 'error',
      from: { path: layer('adapters') },
      to: { path: '^dist/', pathNot: `${layer('adapters|sql|domain')}|^dist/ports` },
    },
    {
      name: 'pages-are-pure',
      severity: 'error',
      from: { path: layer('html') },
      to: { path: '^dist/', pathNot: layer('html|domain') },
    },
    {
      name: 'the-page-runs-in-a-browser',
      severity: 'error',
      from: { path: '^dist/http/page/browser/' },
      to: { pathNot: '^dist/http/page/browser/|^dist/domain/', reachable: true },
    },
    {
      name: 'http-asks-the-client',
      severity: 'error',
      from: { path: layer('http|mcp') },
      to: { path: layer('adapters|activities|tools|sql|workflows|embedded|cli|worker') },
    },
    {
      name: 'vendors-stay-in-adapters',
      severity: 'error',
      from: { path: '^dist/', pathNot: layer('adapters') },
      to: { path: vendor },
    },
    {
      name: 'nothing-leads-back-to-entry-points',
      severity: 'error',
      from: { path: layer('domain|workflows|activities|tools|sql|html|adapters|embedded|client') },
      to: {
        path: `^dist/(worker|cli|server|client|testing)\\.js|${layer('cli|http|mcp|worker|testing')}`,
      },
    },
    {
      name: 'what-is-for-tests-stays-with-them',
      severity: 'error',
      from: { path: '^dist/', pathNot: `^dist/testing\\.js|${layer('testing')}` },
      to: { path: `^dist/testing\\.js|${layer('testing')}` },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: 'workflow-bundle|\\.d\\.ts$' },
  },
};
