// Tells the container's engine whether its worker or server is ready: it polls or serves, and reaches Temporal and the store.
const { SUREFOOT_HEALTH_ADDRESS: address = '' } = process.env;
const set = /\d+$/.exec(address)?.[0];
// Without an address of its own a worker is at the first, a server at the second.
const ports = set === undefined ? [9464, 9465] : [set];

Promise.any(ports.map(checkReady)).then(
  () => process.exit(0),
  () => process.exit(1),
);

async function checkReady(port) {
  const signal = AbortSignal.timeout(4_000);
  const { ok, status } = await fetch(`http://127.0.0.1:${port}/readyz`, { signal });
  if (!ok) throw new Error(`Port ${port} answers ${status}`);
}
