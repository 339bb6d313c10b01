/**
 * What a `ServiceError` of the SDK's comes to, in a sentence: the SDK says what it tried to do; the server's reason
 * lies beneath.
 */
export function serviceErrorWords({ message, cause }: Error): string {
  const details =
    typeof cause === 'object' && cause !== null && 'details' in cause ? String(cause.details) : '';
  if (/search attribute/i.test(details)) {
    return (
      'Temporal does not know the search attributes SurefootStatus and SurefootTenant: create them ' +
      '(`temporal operator search-attribute create --name SurefootStatus --type Keyword --name SurefootTenant ' +
      '--type Keyword`), or set SUREFOOT_SEARCH_ATTRIBUTES=off.'
    );
  }
  if (/namespace .*not found/i.test(details)) return noNamespaceWords(details);
  return details === '' ? message : `${message}: ${details}`;
}

export function noNamespaceWords(details: string): string {
  return `Temporal has no such namespace (${details}): create it, or set TEMPORAL_NAMESPACE.`;
}
