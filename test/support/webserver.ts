// nginx and Apache on a free loopback port, with the configurations that we ship. Works as root and as any other user.
import { spawn } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir, userInfo } from "node:os";
import { join } from "node:path";
import { freePort, listening, UNTIL_WE_END } from "./sshd.ts";

export interface WebServer {
  /** Of the site: `http://127.0.0.1:…/backups/`. */
  url: string;
  stop: () => Promise<void>;
}

export const SERVERS = {
  nginx: { program: "nginx", aptPackage: "nginx-light", words: nginx },
  Apache: { program: "apache2", aptPackage: "apache2", words: apache },
} as const;

/** Serves `out`. The workers are not root, so they must be able to read it. */
export async function startWebServer(name: keyof typeof SERVERS, out: string): Promise<WebServer> {
  const dir = mkdtempSync(join(tmpdir(), "web-"));
  const port = await freePort();
  const words = SERVERS[name].words(dir, port, out);
  const child = spawn("sh", ["-c", UNTIL_WE_END, "sh", ...words], { stdio: ["pipe", "ignore", "inherit"] });
  const closed = new Promise<void>((done) => child.once("close", () => done()));
  const stop = async () => {
    child.stdin.end();
    await closed;
    rmSync(dir, { recursive: true, force: true });
  };
  try {
    await listening(port);
  } catch (error) {
    const log = join(dir, "error.log");
    const said = existsSync(log) ? readFileSync(log, "utf8") : "";
    await stop();
    throw new Error(`${name} did not start: ${said}`, { cause: error });
  }
  return { url: `http://127.0.0.1:${port}/backups/`, stop };
}

function ourSample(file: string, out: string): string {
  return readFileSync(join(import.meta.dirname, "../../docs", file), "utf8").replaceAll("/var/www/backups", out);
}

function nginx(dir: string, port: number, out: string): string[] {
  const temps = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"];
  const config = `
    daemon off;
    pid ${dir}/pid;
    worker_processes 2;
    events { worker_connections 256; }
    http {
      access_log off;
      ${temps.map((temp) => `${temp}_temp_path ${dir}/${temp};`).join("\n")}
      include /etc/nginx/mime.types;
      server {
        listen 127.0.0.1:${port};
        include ${dir}/sample.conf;
      }
    }`;
  writeFileSync(join(dir, "sample.conf"), ourSample("nginx.conf", out));
  writeFileSync(join(dir, "nginx.conf"), config);
  return [sbin("nginx"), "-p", dir, "-e", join(dir, "error.log"), "-c", join(dir, "nginx.conf")];
}

function apache(dir: string, port: number, out: string): string[] {
  const modules = ["mpm_event", "authz_core", "alias", "dir", "mime", "headers", "filter", "deflate"];
  const config = `
    ServerRoot ${dir}
    ServerName 127.0.0.1
    Listen 127.0.0.1:${port}
    PidFile ${dir}/pid
    ErrorLog ${dir}/error.log
    DefaultRuntimeDir ${dir}
    Mutex file:${dir} default
    ${modules.map((name) => `LoadModule ${name}_module /usr/lib/apache2/modules/mod_${name}.so`).join("\n")}
    ${userInfo().uid === 0 ? "User www-data\nGroup www-data" : ""}
    TypesConfig /etc/mime.types
    DocumentRoot ${dir}/empty
    <Directory />
      Require all denied
      AllowOverride None
      Options FollowSymLinks
    </Directory>
    Include ${dir}/sample.conf`;
  mkdirSync(join(dir, "empty"));
  writeFileSync(join(dir, "sample.conf"), ourSample("apache.conf", out));
  writeFileSync(join(dir, "apache.conf"), config);
  return [sbin("apache2"), "-D", "FOREGROUND", "-f", join(dir, "apache.conf")];
}

function sbin(program: string): string {
  const path = `/usr/sbin/${program}`;
  return existsSync(path) ? path : program;
}
