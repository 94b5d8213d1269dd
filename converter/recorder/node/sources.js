// The program's modules: found, compiled by its own TypeScript, rewritten, and loaded.
"use strict";

const fs = require("fs");
const Module = require("module");
const path = require("path");
const url = require("url");
const vm = require("vm");
const { exporting } = require("./exporting");
const { rewriting } = require("./rewriting");
const { RUNTIME, questions } = require("./syntax");
const { SourceMap } = Module;

const OLDEST = [4, 8];
const FRAMES = 20; // the SDK asks for a stack for each promise, and each frame takes time
const ENDINGS = [".ts", ".mts", ".cts", ".tsx", ".js", ".mjs", ".cjs", ".jsx"];
const COMPILED = [".js", ".mjs", ".cjs", ".jsx"];

// Without one, `import * as assert` is the function itself, as it is where nothing is set.
const DEFAULT_IMPORT =
  /^\s*(?:import\s+(?!type\s)[\w$]+\s*(?:,|from\b)|(?:import|export)\s*\{[^}]*\bdefault\b)/m;

/** What the program's files are compiled and loaded by.
 *
 * Own modules are made CommonJS; those of an ES module wait for what they import, as in earnest.
 */
class Sources {
  constructor(run) {
    this.run = run;
    this.maps = new Map(); // file → its source map
    this.modules = new Map(); // file of an ES module → {exports, loading}
    this.ts = undefined;
    this.loaded = () => {}; // told of each own module that was loaded: file and exports
  }

  /** Have the program's modules rewritten when they are loaded, and positions given in them. */
  install(runtime) {
    globalThis[RUNTIME] = runtime;
    this.run.positions = (error) => this.position(error);
    for (const ending of ENDINGS) {
      const original = Module._extensions[ending] ?? Module._extensions[".js"];
      Module._extensions[ending] = (module, filename) => {
        if (!this.run.isOwn(filename)) return original(module, filename);
        const loaded = module._compile(this.compiled(filename, false), filename);
        this.loaded(filename, module.exports);
        return loaded;
      };
    }
    const find = Module._findPath;
    Module._findPath = (request, paths, isMain) =>
      find(request, paths, isMain) || this.spelledAsCompiled(request, paths);
    Error.stackTraceLimit = FRAMES;
  }

  /** The file that a request for `x.js` means where only `x.ts` is there. */
  spelledAsCompiled(request, paths) {
    const ending = path.extname(request);
    if (!COMPILED.includes(ending)) return false;
    const stem = request.slice(0, -ending.length);
    for (const folder of path.isAbsolute(request) ? [""] : (paths ?? [])) {
      const file = path.resolve(folder, stem + ending.replace("j", "t"));
      if (this.run.isOwn(file) && fs.existsSync(file)) return fs.realpathSync(file);
    }
    return false;
  }

  /** The program's TypeScript. */
  compiler() {
    if (this.ts !== undefined) return this.ts;
    const { main } = this.run.settings;
    let found;
    try {
      found = require(require.resolve("typescript", { paths: [main] }));
    } catch (error) {
      throw new MissingError(
        "a program in nodejs is read with its own TypeScript, which is not installed",
        "--save-dev typescript@5",
      );
    }
    const [major, minor] = String(found.version).split(".").map(Number);
    if (
      found.transpileModule === undefined ||
      major < OLDEST[0] ||
      (major === OLDEST[0] && minor < OLDEST[1])
    ) {
      throw new MissingError(
        `TypeScript ${found.version} cannot read programs for others; versions 4.8 to 6 can`,
        "--save-dev typescript@5",
      );
    }
    this.ts = found;
    return found;
  }

  /** The rewritten text of a file. */
  compiled(filename, isModule) {
    const ts = this.compiler();
    const text = fs.readFileSync(filename, "utf8").replace(/^#!.*/, "");
    const live = exporting(ts, questions(ts), text, filename);
    const { outputText, sourceMapText, diagnostics } = ts.transpileModule(live, {
      fileName: filename.replace(/\.[mc]([jt]s)$/, ".$1"), // an `.mjs` would stay an ES module
      reportDiagnostics: true,
      compilerOptions: {
        esModuleInterop: DEFAULT_IMPORT.test(text),
        ...this.options(filename),
        ...(isModule ? { esModuleInterop: false } : {}),
        allowJs: true,
        isolatedModules: true,
        module: ts.ModuleKind.CommonJS,
        removeComments: true,
        sourceMap: true,
        target: ts.ScriptTarget.ES2022,
      },
      transformers: {
        after: [...(isModule ? [require("./modules").waiting(ts)] : []), rewriting(ts)],
      },
    });
    this.check(ts, diagnostics, filename);
    this.maps.set(filename, new SourceMap(JSON.parse(sourceMapText)));
    return outputText.replace(/^\/\/# sourceMappingURL=.*$/m, "");
  }

  /** What the program's own settings say of how its text is meant. */
  options(filename) {
    const ts = this.compiler();
    const file = ts.findConfigFile(path.dirname(filename), ts.sys.fileExists);
    const found =
      file === undefined
        ? {}
        : (ts.readConfigFile(file, ts.sys.readFile).config?.compilerOptions ?? {});
    const { esModuleInterop } = found;
    return {
      ...(esModuleInterop === undefined ? {} : { esModuleInterop }),
      emitDecoratorMetadata: Boolean(found.emitDecoratorMetadata),
      experimentalDecorators: Boolean(found.experimentalDecorators),
      useDefineForClassFields: Boolean(found.useDefineForClassFields),
    };
  }

  /** Refuse a text that is no TypeScript. */
  check(ts, diagnostics, filename) {
    const wrong = diagnostics.find(
      (it) =>
        it.category === ts.DiagnosticCategory.Error &&
        it.file !== undefined &&
        it.code < 2000 &&
        !PASSING.has(it.code),
    );
    if (wrong === undefined) return;
    const { line } = ts.getLineAndCharacterOfPosition(wrong.file, wrong.start);
    const error = new SyntaxError(ts.flattenDiagnosticMessageText(wrong.messageText, " "));
    error.place = { file: this.run.shown(filename), line: line + 1 };
    throw error;
  }

  /** File and line of the innermost frame of the program in an error's stack. */
  position(error) {
    for (const frame of String(error.stack).matchAll(
      /\(?(file:\/\/[^\s()]+|(?:[A-Za-z]:)?[\\/][^()\n]*?):(\d+):(\d+)\)?$/gm,
    )) {
      const file = frame[1].startsWith("file:") ? url.fileURLToPath(frame[1]) : frame[1];
      const map = this.maps.get(file);
      if (map === undefined) continue;
      const found = map.findEntry(Number(frame[2]) - 1, Number(frame[3]) - 1);
      if (found.originalLine === undefined) continue;
      return { file: this.run.shown(file), line: found.originalLine + 1 };
    }
    return error.place;
  }

  /** What a program's main module exports, an ES module or not. */
  async load(main) {
    if (!isModuleFile(main)) return { exports: require(main), isModule: false };
    return { exports: await this.loadModule(main), isModule: true };
  }

  /** What one of the program's own ES modules exports. */
  loadModule(file) {
    const known = this.modules.get(file);
    if (known !== undefined) return known.isLoading ? known.exports : known.loaded;
    const entry = { exports: {}, isLoading: true };
    this.modules.set(file, entry);
    entry.loaded = this.evaluate(file, entry.exports).then(() => {
      entry.isLoading = false;
      this.loaded(file, entry.exports);
      return entry.exports;
    });
    return entry.loaded;
  }

  async evaluate(file, exports) {
    const parameters = [
      "exports",
      "require",
      "module",
      "__filename",
      "__dirname",
      "__import",
      "__meta",
    ];
    const body = `return (async () => {${this.compiled(file, true)}\n})();`;
    const importModuleDynamically = vm.constants?.USE_MAIN_CONTEXT_DEFAULT_LOADER;
    const made = vm.compileFunction(body, parameters, { filename: file, importModuleDynamically });
    const load = vm.compileFunction("return import(name)", ["name"], {
      filename: file,
      importModuleDynamically,
    });
    const meta = { url: url.pathToFileURL(file).href, filename: file, dirname: path.dirname(file) };
    await made(
      exports,
      Module.createRequire(file),
      { exports },
      file,
      meta.dirname,
      (name) => this.imported(name, file, load),
      meta,
    );
  }

  /** What a module imports: one of the program's own, or of a package. */
  imported(name, from, load) {
    if (!/^\.{0,2}\//.test(name) && !name.startsWith("file:")) return load(name);
    const file = name.startsWith("file:")
      ? url.fileURLToPath(name)
      : path.resolve(path.dirname(from), name);
    const found = [file, file.replace(/\.([mc]?)js(x?)$/, ".$1ts$2")].find(
      (it) => fs.existsSync(it) && fs.statSync(it).isFile(),
    );
    if (found === undefined) {
      throw Object.assign(new Error(`Cannot find module '${file}' imported from ${from}`), {
        code: "ERR_MODULE_NOT_FOUND",
      });
    }
    if (!isModuleFile(found) || found.endsWith(".json")) return load(url.pathToFileURL(found).href);
    return this.loadModule(fs.realpathSync(found));
  }
}

// What is right where a module may wait at its top.
const PASSING = new Set([1375, 1378, 1343, 1432]);

/** Whether a file is an ES module: its ending says it, or the nearest package.json. */
function isModuleFile(file) {
  if (/\.m[jt]s$/.test(file)) return true;
  if (/\.c[jt]s$/.test(file)) return false;
  for (let folder = path.dirname(file); ; folder = path.dirname(folder)) {
    const manifest = path.join(folder, "package.json");
    if (fs.existsSync(manifest))
      return JSON.parse(fs.readFileSync(manifest, "utf8")).type === "module";
    if (folder === path.dirname(folder)) return false;
  }
}

/** A package is missing. */
class MissingError extends Error {
  constructor(words, name) {
    super(`${words}: npm install ${name}`);
  }
}

module.exports = { MissingError, Sources };
