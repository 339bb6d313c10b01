import { readFile } from 'node:fs/promises';
import { Client, Connection } from '@temporalio/client';
import type { NativeConnection } from '@temporalio/worker';

/** Where Temporal is and how to speak to it. Certificates are paths of PEM files. */
export interface TemporalSettings {
  readonly address: string;
  readonly namespace: string;
  readonly apiKey?: string | undefined;
  readonly tlsCert?: string | undefined;
  readonly tlsKey?: string | undefined;
  readonly tlsCa?: string | undefined;
  readonly tlsServerName?: string | undefined;
}

/** Temporal does not answer. The message says where and what to do. */
export class TemporalUnreachable extends Error {
  override readonly name = 'TemporalUnreachable';
}

const connectTimeout = '5s';

/** A client whose `connection` the caller closes. @throws TemporalUnreachable */
export async function connectClient(settings: TemporalSettings): Promise<Client> {
  const options = { ...(await connectionOptions(settings)), connectTimeout };
  const connection = await reaching(settings, () => Connection.connect(options));
  return new Client({ connection, namespace: settings.namespace });
}

/** The worker's connection. @throws TemporalUnreachable */
export async function connectWorker(settings: TemporalSettings): Promise<NativeConnection> {
  // Clients live without the native core, which takes half a second to load.
  const { NativeConnection } = await import('@temporalio/worker');
  const options = await connectionOptions(settings);
  return await reaching(settings, () => NativeConnection.connect(options));
}

async function reaching<T>({ address }: TemporalSettings, connect: () => Promise<T>): Promise<T> {
  try {
    return await connect();
  } catch (cause) {
    throw new TemporalUnreachable(
      `Temporal does not answer at ${address}: start it, or set TEMPORAL_ADDRESS.`,
      { cause },
    );
  }
}

async function connectionOptions(settings: TemporalSettings) {
  const { address, apiKey } = settings;
  const tls = await tlsOptions(settings);
  return { address, ...(apiKey !== undefined && { apiKey }), ...(tls !== undefined && { tls }) };
}

async function tlsOptions({ apiKey, tlsCert, tlsKey, tlsCa, tlsServerName }: TemporalSettings) {
  const pem = async (path: string | undefined) =>
    path === undefined ? undefined : await readFile(path);
  const [crt, key, ca] = await Promise.all([pem(tlsCert), pem(tlsKey), pem(tlsCa)]);
  if (crt === undefined && ca === undefined && tlsServerName === undefined) {
    return apiKey === undefined ? undefined : true;
  }
  return {
    ...(crt !== undefined && key !== undefined && { clientCertPair: { crt, key } }),
    ...(ca !== undefined && { serverRootCACertificate: ca }),
    ...(tlsServerName !== undefined && { serverNameOverride: tlsServerName }),
  };
}
