import type { Described, Value } from './describe.ts';

/** A script for zsh that completes these commands. */
export function zshScript(commands: readonly Described[]): string {
  const paths = commands.filter(({ path }) => path !== '').map(({ path }) => quoted(` ${path}`));
  return `#compdef lake
# zsh completion of lake: source <(lake completion zsh), after compinit
_lake() {
  local where='' word before="\${words[CURRENT-1]}"
  for word in "\${(@)words[2,CURRENT-1]}"; do
    case "$where $word" in
      (${paths.join('|')}) where="$where $word" ;;
    esac
  done
  if [[ $PREFIX == --*=* ]]; then before="\${PREFIX%%=*}"; compset -P '*='; fi
  case "$where $before" in
${commands.flatMap(optionValues).join('\n')}
  esac
  case "$where" in
${commands.map(wordsOf).join('\n')}
  esac
}
compdef _lake lake
`;
}

function optionValues({ path, options }: Described): readonly string[] {
  return options.flatMap(({ flags, value }) => {
    if (value === undefined) return [];
    const patterns = flags.map((flag) => quoted(`${path === '' ? '' : ` ${path}`} ${flag}`));
    return [`    (${patterns.join('|')}) ${replies(value)}; return ;;`];
  });
}

function wordsOf({ path, commands, options, argument }: Described): string {
  const flags = options.flatMap(({ flags: names, about }) => names.map((name) => described(name, about)));
  const words = commands.map(({ name, about }) => described(name, about));
  const value =
    words.length > 0
      ? `local -a names=(${words.join(' ')}); _describe command names`
      : replies(argument ?? { kind: 'anything' });
  return `    (${quoted(path === '' ? '' : ` ${path}`)})
      if [[ $PREFIX == -* ]]; then local -a flags=(${flags.join(' ')}); _describe option flags
      else ${value}
      fi ;;`;
}

/** `name:about`, as _describe reads it. */
function described(name: string, about: string): string {
  return quoted(`${name}:${about}`);
}

function replies(value: Value): string {
  if (value.kind === 'anything') return ':';
  if (value.kind === 'words') return `compadd -- ${value.words.map(quoted).join(' ')}`;
  return value.kind === 'files' ? '_files' : '_files -/';
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
