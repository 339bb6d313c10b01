// Tells the container's engine whether the worker can reach Temporal, without which it does nothing. A worker that dies
// ends its container; this is for the one that lives and has lost its server.
import { connect } from 'node:net';

const address = process.env.TEMPORAL_ADDRESS ?? '127.0.0.1:7233';
const colon = address.lastIndexOf(':');

const socket = connect(Number(address.slice(colon + 1)), address.slice(0, colon));
socket.setTimeout(3_000);
socket.on('connect', () => process.exit(0));
socket.on('timeout', () => process.exit(1));
socket.on('error', () => process.exit(1));
