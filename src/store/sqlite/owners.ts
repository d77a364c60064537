// Which hub owns a folder that only the predecessor knew, and which item is in it?
import { raw, visible } from "../../text.ts";
import type { Owner } from "../store.ts";
import { bind, type Sql } from "./sql.ts";

/** A folder whose owner is known. */
export interface Folder {
  /** Its id in `dirs`. */
  id: number;
  /** Time zone of its stamps. */
  zone: string;
}

export class Owners {
  readonly #folders = new Map<string, Folder | undefined>();

  constructor(
    readonly sql: Sql,
    readonly owners: Owner[],
  ) {}

  /**
   * Adds a folder to `dirs`.
   * @param node raw
   * @param dir raw
   * @returns undefined if its owner is unknown
   */
  folder(node: string, dir: string): Folder | undefined {
    const key = `${node}\0${dir}`;
    if (!this.#folders.has(key)) this.#folders.set(key, this.#add(node, dir));
    return this.#folders.get(key);
  }

  #add(node: string, dir: string): Folder | undefined {
    const owners = this.owners.filter(({ nodes }) => nodes.includes(node));
    const guess = this.#belowRoot(owners, node, dir) ?? belowBackup(owners, dir) ?? this.#onlyOwner(owners, node, dir);
    if (!guess?.item) return undefined;
    const { hub, timezone: zone } = guess.owner;
    const values = [bind(node), bind(dir), hub, visible(guess.item), zone];
    this.sql.run(
      "insert into dirs (node, dir, hub, item, zone) values (cast(? as text), cast(? as text), ?, ?, ?)",
      ...values,
    );
    const [row] = this.sql.all<[number]>("select last_insert_rowid()");
    return { id: row![0], zone };
  }

  /** By the backup roots that visits have told; the deepest wins. */
  #belowRoot(owners: Owner[], node: string, dir: string): Guess | undefined {
    const guesses = owners.flatMap((owner) => {
      const root = this.#root(owner.hub, node);
      return root !== undefined && dir.startsWith(`${root}/`) ? [{ owner, item: dir.slice(root.length + 1) }] : [];
    });
    return guesses.sort((a, b) => a.item.length - b.item.length)[0];
  }

  #root(hub: string, node: string): string | undefined {
    const [row] = this.sql.all<[Uint8Array]>(
      "select cast(root as blob) from collections where hub = ? and node = ? and root is not null order by at desc limit 1",
      ...[hub, node],
    );
    return row && raw(row[0]).replace(/\/+$/, "");
  }

  /** If the node has backups of only one hub, the item is the part of the path that differs between the node's folders. */
  #onlyOwner(owners: Owner[], node: string, dir: string): Guess | undefined {
    const [owner] = owners;
    return owner && owners.length === 1
      ? { owner, item: dir.split("/").slice(this.#commonDepth(node)).join("/") }
      : undefined;
  }

  /** With how many components all folders of the node begin, not counting the last of each. */
  #commonDepth(node: string): number {
    const dirs = this.sql.all<[Uint8Array]>(
      "select distinct cast(dir as blob) from tgzs where node = cast(? as text) and dir is not null",
      bind(node),
    );
    const paths = dirs.map(([dir]) => raw(dir).split("/"));
    const shortest = Math.min(...paths.map((path) => path.length)) - 1;
    let common = 0;
    while (common < shortest && paths.every((path) => path[common] === paths[0]![common])) common++;
    return common;
  }
}

interface Guess {
  owner: Owner;
  item: string;
}

/** The predecessor's paths were `…/backup/<srvnode>/<item>`; the first such place in the path wins. */
function belowBackup(owners: Owner[], dir: string): Guess | undefined {
  const guesses = owners.flatMap((owner) => {
    const mark = `/backup/${owner.srvnode}/`;
    const start = dir.indexOf(mark);
    const item = dir.slice(start + mark.length);
    return start >= 0 && item !== "" ? [{ owner, item, start }] : [];
  });
  return guesses.sort((a, b) => a.start - b.start)[0];
}
