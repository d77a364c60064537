// The only writer of `out/` and of the folders of `jspath`.

/** Why a file was made; `lost`: an earlier run made it just so, and it is gone or was touched by somebody else. */
export type Why = "new" | "changed" | "lost";

/**
 * Paths are relative to `out`; an absolute one (`jspath`) that lies below `out` is the same file as the relative one, and
 * one outside is written but never removed. What somebody else put there is left alone, unless it stands where we write.
 */
export interface Publisher {
  /**
   * Makes a file when it must be made: unless the manifest has this fingerprint and the file is there as we left it,
   * `draw` is called and what it gives written. Tells why it was made: `new` to the manifest, another fingerprint (`changed`),
   * `lost` or touched by somebody else; undefined: it stands untouched.
   */
  draw(path: string, fingerprint: string, draw: () => Promise<string | Buffer>): Promise<Why | undefined>;

  /** Of what is drawn: the fingerprint that it had when this run began; undefined: it is new to the manifest. */
  known(path: string): string | undefined;

  /** Writes a file unless it already has these bytes; tells why it did: none stood there, one with other bytes, it was lost. */
  write(path: string, text: string): Promise<Why | undefined>;

  /** Leaves a file as an earlier run made it, if one did. */
  keep(path: string): void;

  /** A text of `out` as it was given to `draw` or `write`. */
  read(path: string): Promise<string>;

  /** Removes what an earlier run wrote and this one neither made nor keeps (`data/…` too), and writes the manifest. */
  finish(keep: (path: string) => boolean): Promise<void>;

  /** Writes the manifest of what has been done so far: a run that ends early keeps what it drew. */
  abandon(): Promise<void>;
}
