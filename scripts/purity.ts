/**
 * `npm run folders`, second half: core, emulate and analyse are functions of their arguments alone,
 * with the same bytes on every machine. So they use neither the transcendental functions of the
 * platform (core/math has ours) nor a clock, luck, the process, or the user's language.
 *
 * Names are looked up by the compiler's binder: a parameter called `process` is no violation, and
 * `const { log } = Math` or `Math['log']` is one.
 */
import * as fs from 'node:fs';
import * as path from 'node:path';
import ts from 'typescript';

/** Exactly specified by ECMAScript, hence the same everywhere. All others of Math are refused. */
const EXACT_MATH = new Set(
  (
    'abs ceil clz32 floor fround imul max min round sign sqrt trunc ' +
    'E LN10 LN2 LOG10E LOG2E PI SQRT1_2 SQRT2'
  ).split(' '),
);

const GLOBALS: Record<string, { names: string; advice: string }> = {
  'pure-time': {
    names:
      'Date Temporal performance setTimeout setInterval setImmediate clearTimeout clearInterval ' +
      'clearImmediate queueMicrotask requestAnimationFrame',
    advice: 'time comes from the data',
  },
  'pure-host': {
    names:
      'process console global globalThis window self navigator crypto fetch Buffer require module ' +
      'eval Function WeakRef FinalizationRegistry __dirname __filename',
    advice: 'take it as an argument that run hands in',
  },
  'pure-locale': { names: 'Intl', advice: 'formatting belongs into show' },
};

const RULE_OF_GLOBAL = new Map(
  Object.entries(GLOBALS).flatMap(([rule, { names, advice }]) =>
    names.split(' ').map((name) => [name, { rule, advice }] as const),
  ),
);

export interface Violation {
  rule: string;
  /** path:line:column */
  at: string;
  message: string;
}

/** All that is impure in src/core, src/emulate and src/analyse below `root`. */
export function findImpurities(root: string): { files: number; violations: Violation[] } {
  const names = ['src/core', 'src/emulate', 'src/analyse']
    .map((folder) => path.join(root, folder))
    .filter((folder) => fs.existsSync(folder))
    .flatMap((folder) =>
      fs
        .readdirSync(folder, { recursive: true, encoding: 'utf8' })
        .map((name) => path.join(folder, name)),
    )
    .filter((name) => name.endsWith('.ts') && !name.endsWith('.d.ts'))
    .sort();
  // Without libraries and imports a global is a name that resolves to nothing.
  const program = ts.createProgram(names, { noLib: true, noResolve: true, types: [] });
  const checker = program.getTypeChecker();
  const violations: Violation[] = [];

  for (const name of names) {
    const source = program.getSourceFile(name);
    if (source === undefined) throw new Error(`${name} could not be read`);
    const report = (node: ts.Node, rule: string, message: string) => {
      const { line, character } = source.getLineAndCharacterOfPosition(node.getStart(source));
      const file = path.relative(root, name).split(path.sep).join('/');
      violations.push({ rule, at: `${file}:${line + 1}:${character + 1}`, message });
    };
    const visit = (node: ts.Node): void => {
      // The type `Date` moves no number, and `typeof process` reads none.
      if (ts.isTypeNode(node) && !ts.isExpressionWithTypeArguments(node)) return;
      if (ts.isIdentifier(node)) checkIdentifier(node, checker, report);
      if (ts.isBinaryExpression(node)) checkOperator(node, report);
      if (ts.isMetaProperty(node) && node.keywordToken === ts.SyntaxKind.ImportKeyword) {
        report(node, 'pure-host', `${node.getText(source)}: ${GLOBALS['pure-host']?.advice}`);
      }
      const called = memberName(node);
      if (called !== undefined && /^(toLocale|localeCompare$)/.test(called)) {
        report(node, 'pure-locale', `${called}: ${GLOBALS['pure-locale']?.advice}`);
      }
      ts.forEachChild(node, visit);
    };
    visit(source);
  }
  return { files: names.length, violations };
}

type Report = (node: ts.Node, rule: string, message: string) => void;

function checkIdentifier(node: ts.Identifier, checker: ts.TypeChecker, report: Report): void {
  const name = node.text;
  const banned = RULE_OF_GLOBAL.get(name);
  if ((name !== 'Math' && banned === undefined) || !isGlobalUse(node, checker)) return;
  if (banned !== undefined) {
    report(node, banned.rule, `${name}: ${banned.advice}`);
    return;
  }
  const member = memberName(node.parent);
  if (member === undefined) {
    report(node, 'pure-math', 'Math as a value: write Math.name, so that it can be checked');
  } else if (!EXACT_MATH.has(member)) {
    const advice = member === 'random' ? 'draw from a key (core/random)' : 'take it from core/math';
    report(node, 'pure-math', `Math.${member} differs between platforms: ${advice}`);
  }
}

function checkOperator(node: ts.BinaryExpression, report: Report): void {
  const kind = node.operatorToken.kind;
  const power =
    kind === ts.SyntaxKind.AsteriskAsteriskToken ||
    kind === ts.SyntaxKind.AsteriskAsteriskEqualsToken;
  if (!power) return;
  const written = node.operatorToken.getText();
  report(node.operatorToken, 'pure-power', `${written}: multiply, or take pow from core/math`);
}

/** The name after the dot, or a literal one in brackets. */
function memberName(node: ts.Node): string | undefined {
  if (ts.isPropertyAccessExpression(node)) return node.name.text;
  if (ts.isElementAccessExpression(node) && ts.isStringLiteralLike(node.argumentExpression)) {
    return node.argumentExpression.text;
  }
  return undefined;
}

/** Whether the identifier reads a variable, and one that nothing in its file declares. */
function isGlobalUse(node: ts.Identifier, checker: ts.TypeChecker): boolean {
  const { parent } = node;
  if (ts.isPropertyAccessExpression(parent) && parent.name === node) return false;
  if (ts.isQualifiedName(parent)) return false;
  if (ts.isBindingElement(parent) && parent.propertyName === node) return false;
  if (ts.isExportSpecifier(parent) && parent.parent.parent.moduleSpecifier) return false;
  const symbol = ts.isShorthandPropertyAssignment(parent)
    ? checker.getShorthandAssignmentValueSymbol(parent)
    : checker.getSymbolAtLocation(node);
  return !symbol?.declarations?.length;
}

if (process.argv[1] === import.meta.filename) {
  const { files, violations } = findImpurities(path.dirname(import.meta.dirname));
  for (const { at, rule, message } of violations)
    process.stderr.write(`${at} ${rule} ${message}\n`);
  process.stdout.write(`${files} pure files, ${violations.length} violations\n`);
  if (violations.length > 0) process.exitCode = 1;
}
