/** Who asks: some much more than others, in three companies. */
export const people = [
  { tenant: 'default', user: 'ada', weight: 18 },
  { tenant: 'default', user: 'bruno', weight: 14 },
  { tenant: 'default', user: 'carla', weight: 12 },
  { tenant: 'default', user: 'deniz', weight: 9 },
  { tenant: 'default', user: 'emre', weight: 6 },
  { tenant: 'default', user: 'fumiko', weight: 4 },
  { tenant: 'acme', user: 'grace', weight: 11 },
  { tenant: 'acme', user: 'hugo', weight: 7 },
  { tenant: 'acme', user: 'ines', weight: 3 },
  { tenant: 'globex', user: 'jonas', weight: 8 },
  { tenant: 'globex', user: 'kofi', weight: 5 },
  { tenant: 'globex', user: 'lena', weight: 3 },
] as const;

export type Person = (typeof people)[number];

export const workers = ['worker-1@host-a', 'worker-2@host-a', 'worker-3@host-b'] as const;
