// Tells the container's engine whether the worker is ready: it polls, and reaches Temporal and the store.
const { SUREFOOT_HEALTH_ADDRESS: address = '' } = process.env;
const port = /\d+$/.exec(address)?.[0] ?? '9464';

fetch(`http://127.0.0.1:${port}/readyz`, { signal: AbortSignal.timeout(4_000) }).then(
  ({ ok }) => process.exit(ok ? 0 : 1),
  () => process.exit(1),
);
