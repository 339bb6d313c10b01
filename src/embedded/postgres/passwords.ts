import { randomBytes } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';

const Passwords = z.object({
  postgres: z.string(),
  surefoot: z.string(),
  warehouse_owner: z.string(),
  agent_ro: z.string(),
});

/** One per role of the embedded Postgres. Hexadecimal, so they need quoting neither in SQL nor in a URL. */
export type Passwords = Readonly<z.infer<typeof Passwords>>;

/** Reads the passwords kept in a folder, or makes them. Only this user can read the file. */
export async function keepPasswords(folder: string): Promise<Passwords> {
  const file = join(folder, 'passwords.json');
  const made = Object.fromEntries(
    Passwords.keyof().options.map((role) => [role, randomBytes(16).toString('hex')]),
  );
  await writeFile(file, JSON.stringify(made), { mode: 0o600, flag: 'wx' }).catch(keepExisting);
  return Passwords.parse(JSON.parse(await readFile(file, 'utf8')));
}

function keepExisting(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EEXIST') throw error;
}
