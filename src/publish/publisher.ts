// The only writer of `out/` and of the folders of `jspath`.

/**
 * Paths are relative to `out`; an absolute one (`jspath`) that lies below `out` is the same file as the relative one, and
 * one outside is written but never removed. What somebody else put there is left alone, unless it stands where we write.
 */
export interface Publisher {
  /**
   * Makes a file when it must be made: unless the manifest has this fingerprint and the file is there as we left it,
   * `draw` is called and its text written. Tells why it was made: `new` to the manifest, another fingerprint (`changed`),
   * `lost` or touched by somebody else; undefined: it stands untouched.
   */
  draw(path: string, fingerprint: string, draw: () => Promise<string>): Promise<"new" | "changed" | "lost" | undefined>;

  /** Writes a file unless it already has these bytes. */
  write(path: string, text: string): Promise<void>;

  /** A file of `out` as it stands. */
  read(path: string): Promise<string>;

  /** Removes what an earlier run wrote and this one neither made nor keeps (`data/…` too), and writes the manifest. */
  finish(keep: (path: string) => boolean): Promise<void>;

  /** Writes the manifest of what has been done so far: a run that ends early keeps what it drew. */
  abandon(): Promise<void>;
}
