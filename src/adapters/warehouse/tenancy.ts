import { isTenant, noTenant } from '../../domain/question.js';
import { ToolFailure } from '../../domain/failure.js';

/** How the warehouse's row-level security hears whose run it is. */
export interface Tenancy {
  /** Each run names its tenant, and only tables exist that row-level security holds or that are shared. */
  readonly required: boolean;
  /** The session setting that policies read, such as `surefoot.tenant`. */
  readonly setting: string;
  /** What it is set to: `{tenant}` stands for the tenant's name. */
  readonly value: string;
  /** Tables and views that all tenants may read whole, as `name` or `schema.name`. */
  readonly shared: readonly string[];
}

export const defaultTenancy: Tenancy = {
  required: false,
  setting: 'surefoot.tenant',
  value: '{tenant}',
  shared: [],
};

/** The setting of one transaction. @throws ToolFailure where the run names no tenant and must, or none that can be. */
export function tenantSetting(tenancy: Tenancy, tenant: string): Readonly<Record<string, string>> {
  checkTenant(tenancy, tenant);
  return { [tenancy.setting]: tenancy.value.replaceAll('{tenant}', tenant) };
}

/** For what is read on nobody's behalf. */
export function nobodysSetting({ setting }: Tenancy): Readonly<Record<string, string>> {
  return { [setting]: '' };
}

/** @throws ToolFailure `tenant_required` or `invalid_tenant` */
export function checkTenant({ required }: Tenancy, tenant: string): void {
  const isNamed = tenant !== '' && tenant !== noTenant;
  if (required && !isNamed) throw tenantRequired();
  // The name goes into a template, which may be JSON.
  if (isNamed && !isTenant(tenant)) throw invalidTenant();
}

function tenantRequired(): ToolFailure {
  return new ToolFailure({
    error: 'tenant_required',
    class: 'user_error',
    message: 'This warehouse keeps tenants apart, and the run does not say whose it is.',
    suggestion: 'Name the tenant: `tenant` in the client, `--tenant` on the command line.',
  });
}

function invalidTenant(): ToolFailure {
  return new ToolFailure({
    error: 'invalid_tenant',
    class: 'user_error',
    message: 'The name of the tenant is not one that a tenant may have.',
    suggestion: 'Use 1 to 64 letters, digits, or . _ -',
  });
}
