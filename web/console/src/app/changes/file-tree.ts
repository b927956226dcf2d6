import { type ChangedFile } from '@agents-fleet/contracts';

/** A directory with changes below it; several with nothing else in them are one. */
export interface TreeDirectory {
  readonly kind: 'directory';
  /** Its whole path. */
  readonly path: string;
  /** What it is called in the tree: `packages/webhooks` when `packages` has nothing else. */
  readonly label: string;
  readonly children: readonly TreeNode[];
  /** Files below it. */
  readonly files: number;
}

export interface TreeFile {
  readonly kind: 'file';
  readonly path: string;
  readonly label: string;
  readonly file: ChangedFile;
}

export type TreeNode = TreeDirectory | TreeFile;

/** A line of the tree on screen. */
export interface TreeRow {
  readonly node: TreeNode;
  /** From 1, as `aria-level` counts. */
  readonly level: number;
  readonly open: boolean;
  /** Its place among its siblings, from 1, and how many there are. */
  readonly position: number;
  readonly siblings: number;
}

const byName = new Intl.Collator('en', { numeric: true });

interface Draft {
  readonly directories: Map<string, Draft>;
  readonly files: ChangedFile[];
}

/** The tree of changed files: directories first, then by name, numbers in a name by value. */
export function buildTree(files: readonly ChangedFile[]): TreeNode[] {
  const root: Draft = { directories: new Map(), files: [] };
  for (const file of files) {
    let place = root;
    for (const name of file.path.split('/').slice(0, -1)) {
      let next = place.directories.get(name);
      if (next === undefined) place.directories.set(name, (next = { directories: new Map(), files: [] }));
      place = next;
    }
    place.files.push(file);
  }
  return nodesOf(root, '');
}

function nodesOf(draft: Draft, prefix: string): TreeNode[] {
  const directories = [...draft.directories].map(([name, inner]) => directoryOf(inner, prefix, name));
  const files = draft.files.map((file): TreeFile => ({ kind: 'file', path: file.path, label: file.path.slice(prefix.length), file }));
  const sorted = <T extends TreeNode>(nodes: T[]) => nodes.sort((a, b) => byName.compare(a.label, b.label) || (a.label < b.label ? -1 : 1));
  return [...sorted(directories), ...sorted(files)];
}

function directoryOf(draft: Draft, prefix: string, name: string): TreeDirectory {
  let inner = draft;
  let label = name;
  while (inner.files.length === 0 && inner.directories.size === 1) {
    const [[onlyName, only]] = inner.directories as unknown as [[string, Draft]];
    label += `/${onlyName}`;
    inner = only;
  }
  const path = prefix + label;
  const children = nodesOf(inner, `${path}/`);
  return { kind: 'directory', path, label, children, files: children.reduce((sum, node) => sum + (node.kind === 'file' ? 1 : node.files), 0) };
}

/** The lines on screen: what is in a closed directory is left out. */
export function treeRows(nodes: readonly TreeNode[], closed: ReadonlySet<string>): TreeRow[] {
  const rows: TreeRow[] = [];
  const add = (siblings: readonly TreeNode[], level: number) => {
    siblings.forEach((node, index) => {
      const open = node.kind === 'directory' && !closed.has(node.path);
      rows.push({ node, level, open, position: index + 1, siblings: siblings.length });
      if (node.kind === 'directory' && open) add(node.children, level + 1);
    });
  };
  add(nodes, 1);
  return rows;
}

/** Files in the order of the tree: the way that "next file" goes. */
export function filesInOrder(nodes: readonly TreeNode[]): ChangedFile[] {
  return nodes.flatMap((node) => (node.kind === 'file' ? [node.file] : filesInOrder(node.children)));
}

/** Files whose path, or earlier path, has every word of the text in it, in any case. */
export function filterFiles(files: readonly ChangedFile[], text: string): readonly ChangedFile[] {
  const words = text.toLowerCase().split(/\s+/).filter((word) => word !== '');
  if (words.length === 0) return files;
  return files.filter(({ path, oldPath }) => {
    const names = `${path}\n${oldPath ?? ''}`.toLowerCase();
    return words.every((word) => names.includes(word));
  });
}
