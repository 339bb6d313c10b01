import { connect } from 'node:http2';

/**
 * Whether a Temporal server answers, has the namespace, and knows the search attributes: all that a run needs of it.
 * Asked in gRPC by hand, since the SDK belongs to the adapters and the CLI takes a quarter of a second per question.
 */
export function knowsSearchAttributes(
  address: string,
  { namespace, names }: { readonly namespace: string; readonly names: readonly string[] },
): Promise<boolean> {
  return new Promise((resolve) => {
    const session = connect(`http://${address}`);
    const finish = (answer: boolean): void => {
      session.destroy();
      resolve(answer);
    };
    session.once('error', () => finish(false));
    session.setTimeout(2_000, () => finish(false));

    const request = session.request({
      ':method': 'POST',
      ':path': '/temporal.api.operatorservice.v1.OperatorService/ListSearchAttributes',
      'content-type': 'application/grpc',
      te: 'trailers',
    });
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.once('error', () => finish(false));
    // An error has an empty body, and the names stand in a good reply as they are.
    request.once('end', () => finish(names.every((name) => Buffer.concat(chunks).includes(name))));
    request.end(grpcMessage(namespace));
  });
}

/** ListSearchAttributesRequest { string namespace = 1 }, after gRPC's own five bytes: not compressed, and the length. */
function grpcMessage(namespace: string): Buffer {
  const text = Buffer.from(namespace);
  const message = Buffer.concat([Buffer.from([0x0a, text.length]), text]);
  const prefix = Buffer.alloc(5);
  prefix.writeUInt32BE(message.length, 1);
  return Buffer.concat([prefix, message]);
}
