// In which spans did no visit succeed?
import type { Collection, NodeHistory, NodeVerdict } from "../model.ts";

/** Oldest first. None without visits: the predecessor's history is taken as it stands. */
export function findUnseen({ collections, items }: NodeHistory): NodeVerdict["unseen"] {
  const first = collections[0];
  if (!first) return [];
  const oldest = Math.min(first.at, ...items.flatMap(({ backups }) => backups[0]?.at ?? []));
  return [{ from: 0, to: oldest, why: "before first look" }, ...failedSpans(collections)];
}

function failedSpans(collections: Collection[]): NodeVerdict["unseen"] {
  const spans: NodeVerdict["unseen"] = [];
  let good: Collection | undefined;
  let failed: Collection | undefined;
  for (const visit of collections) {
    if (visit.outcome !== "ok") {
      failed ??= visit;
      continue;
    }
    if (failed) spans.push({ from: (good ?? failed).at, to: visit.at, why: "unreachable" });
    [good, failed] = [visit, undefined];
  }
  if (failed) spans.push({ from: (good ?? failed).at, to: collections.at(-1)!.at, why: "unreachable" });
  return spans;
}
