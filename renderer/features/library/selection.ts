/** Which lessons are chosen, as in a file manager: single ones, ranges, all. Pure. */
export type Selection = {
  ids: ReadonlySet<string>;
  /** Where a range begins: what was chosen or let go last. */
  anchor: string | undefined;
};

export const nothingSelected: Selection = { ids: new Set(), anchor: undefined };

export function toggled(selection: Selection, id: string): Selection {
  const ids = new Set(selection.ids);
  if (!ids.delete(id)) ids.add(id);
  return { ids, anchor: id };
}

/** Adds everything between the anchor and `id`. @param order ids as they are shown */
export function extendedTo(selection: Selection, id: string, order: readonly string[]): Selection {
  const to = order.indexOf(id);
  const from = selection.anchor === undefined ? -1 : order.indexOf(selection.anchor);
  if (from === -1) return { ids: new Set([...selection.ids, id]), anchor: id };
  const range = order.slice(Math.min(from, to), Math.max(from, to) + 1);
  return { ids: new Set([...selection.ids, ...range]), anchor: selection.anchor };
}

export function withAll(selection: Selection, order: readonly string[]): Selection {
  return { ids: new Set(order), anchor: selection.anchor ?? order[0] };
}

/** Without what is no longer there; the same selection when all is. */
export function kept(selection: Selection, existing: { has(id: string): boolean }): Selection {
  const ids = [...selection.ids].filter((id) => existing.has(id));
  if (ids.length === selection.ids.size) return selection;
  return { ids: new Set(ids), anchor: selection.anchor };
}
