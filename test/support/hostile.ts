// Names that a compromised node might give its tarballs, and a site full of them.
import type { Transport } from "../../src/model.ts";
import { bytesOf } from "../../src/text.ts";
import { DAY } from "../../src/time.ts";

const PAYLOADS = [
  ...[
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg onload=alert(1)>",
    "<iframe src=javascript:alert(1)>",
  ],
  ...[
    "<base href=http://192.0.2.1>",
    "<link rel=stylesheet href=http://192.0.2.1>",
    "<meta http-equiv=refresh content=0>",
  ],
  ...["<style>@import 'http:192.0.2.1'<style>", "<foreignObject><body onload=alert(1)>", "<animate onbegin=alert(1)>"],
  ...[
    "</text>",
    "</title>",
    "</style>",
    "</svg>",
    "</desc>",
    "</table>",
    "</details>",
    "-->",
    "<!--",
    "]]>",
    "<![CDATA[",
    "<?xml ?>",
  ],
  ...[
    "{{constructor.constructor('alert(1)')()}}",
    "{{{x}}}",
    "${alert(1)}",
    "&lt;script&gt;",
    "&#60;script&#62;",
    "&quot;",
    "&",
  ],
  ...["javascript:alert(1)", "data:text", "//192.0.2.1", "url(http:192.0.2.1)", "expression(alert(1))", "@import", "*"],
  ...[
    "__proto__",
    "constructor",
    "toString",
    "..",
    ".htaccess",
    "index.html",
    "status.json",
    "-rf",
    "$(id)",
    "`id`",
    "%s%n",
  ],
  ...[
    "\x1b[2J",
    "\x1b]0;x\x07",
    "\x9b31m",
    "\r",
    "\t",
    "\u2028",
    "\u202etxt",
    "\u2066x",
    "\ufeff",
    "\u{10ffff}",
    "\udcff",
    "\udc80",
  ],
  ...["אבג", "العربية", "\u0301\u0301\u0301", "👩‍👩‍👧", "a".repeat(300), " ".repeat(40), "=cmd|' /C calc'!A0", "+1", "@x"],
];

/** Each by itself, and after characters that end the context in which a name appears. */
export const HOSTILE_NAMES = ["", `">`, `'>`, `"`, "x ", `</title>`, `]]>`, `-->`].flatMap((opener) =>
  PAYLOADS.map((payload) => opener + payload),
);

const ROOT = "/scm/backup/forge";

/** A node with three nights of every item; the newest backup of every third item is far too old. */
export function nodeWith(items: string[], now: number): Transport {
  return async () => {
    const files = items.flatMap((item, i) =>
      [3, 2, 1].map((night) => {
        const at = new Date(now - (night + (i % 3 === 0 ? 60 : 0)) * DAY);
        const [date, time] = at.toISOString().slice(0, 19).split("T");
        const path = `${ROOT}/${item}/${date!.replaceAll("-", "/")}/${time!.replaceAll(":", "")}/x.tar.gz`;
        return `file 0 ${1e6 + night} ${at.getTime() / 1000} ${path}`;
      }),
    );
    const records = ["", "scm-backup-monitor 1", `clock ${now / 1000}`, `root 0 ok ${ROOT}`, ...files, "found 0 0"];
    return { outcome: "ok", reason: "", stdout: bytesOf([...records, "end -", ""].join("\0")) };
  };
}
