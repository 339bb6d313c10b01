/** A tool of `v_tool_calls`, in SQL: of several warehouses it is one on each, by the name that its breaker has. */
export function toolOn(areSeveral: string): string {
  return `tool || case when ${areSeveral} and warehouse is not null then '@' || warehouse else '' end`;
}
