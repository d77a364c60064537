// The only writer of `out/` and of the folders of `jspath`.

export interface Publisher {
  /**
   * Makes a file when it must be made: unless the manifest has this fingerprint and the file is there, `draw` is called
   * and its text written. `path` is relative to `out`. Tells why it was made; undefined: it stands untouched.
   */
  draw(path: string, fingerprint: string, draw: () => Promise<string>): Promise<"new" | "changed" | "lost" | undefined>;

  /** Writes a file unless it already has these bytes. `path` is relative to `out`, or absolute (`jspath`). */
  write(path: string, text: string): Promise<void>;

  /** A file of `out` as it stands. */
  read(path: string): Promise<string>;

  /** Removes what an earlier run wrote and this one neither made nor keeps, and writes the manifest. */
  finish(keep: (path: string) => boolean): Promise<void>;

  /** Writes the manifest of what has been done so far: a run that ends early keeps what it drew. */
  abandon(): Promise<void>;
}
