// npm run verdicts: writes docs/verdicts.md anew.
import { writeFileSync } from "node:fs";
import { report } from "./support/simulator/report.ts";

writeFileSync(new URL("../docs/verdicts.md", import.meta.url), report().text);
