import { userInfo } from 'node:os';

/** Who works at this machine, for records. In a container a user may have a number alone. */
export function loginName(): string {
  try {
    return userInfo().username;
  } catch {
    return `user ${process.getuid?.() ?? 'without a name'}`;
  }
}
