/**
 * Where an included file is, seen from the file that names it: `/` separates, `.` and `..` are
 * resolved, an absolute path stays.
 *
 * @example besides('config/run3-2018.yaml', '../menu/physics.yaml') // 'menu/physics.yaml'
 */
export function besides(file: string, target: string): string {
  const absolute = isAbsolute(target);
  const folder = file.split(/[\\/]/).slice(0, -1);
  const parts: string[] = [];
  for (const part of absolute ? target.split('/') : [...folder, ...target.split('/')]) {
    if (part === '..' && parts.length > 0 && !['..', ''].includes(parts[parts.length - 1])) {
      parts.pop();
    } else if (part !== '.' && (part !== '' || parts.length === 0)) {
      parts.push(part);
    }
  }
  return parts.join('/');
}

function isAbsolute(path: string): boolean {
  return path.startsWith('/') || /^[A-Za-z]:[\\/]/.test(path);
}

/** The file's name without folder and `.yaml`: `config/run3-2018.yaml` is `run3-2018`. */
export function cardName(file: string): string {
  const base = file.split(/[\\/]/).pop() ?? file;
  return base.replace(/\.ya?ml$/i, '');
}
