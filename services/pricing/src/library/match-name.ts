import type { NameRule } from './library-table.js';

/** Whether a name fits a rule of the library. Case makes no difference, except to a regex. */
export function matchesName(rule: NameRule, name: string): boolean {
  const text = name.toLowerCase();
  if ('equals' in rule) return text === rule.equals.toLowerCase();
  if ('starts_with' in rule) return text.startsWith(rule.starts_with.toLowerCase());
  if ('ends_with' in rule) return text.endsWith(rule.ends_with.toLowerCase());
  if ('contains' in rule) return text.includes(rule.contains.toLowerCase());
  if ('regex' in rule) return new RegExp(rule.regex).test(name);
  if ('or' in rule) return rule.or.some((part) => matchesName(part, name));
  return rule.and.every((part) => matchesName(part, name));
}
