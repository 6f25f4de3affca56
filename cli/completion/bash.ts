import type { Described, Value } from './describe.ts';

/** A script for bash (3.2 or later) that completes these commands. */
export function bashScript(commands: readonly Described[]): string {
  const paths = commands.filter(({ path }) => path !== '').map(({ path }) => quoted(` ${path}`));
  return `# bash completion of lake: source <(lake completion bash)
_lake() {
  local current="\${COMP_WORDS[COMP_CWORD]}" before="\${COMP_WORDS[COMP_CWORD - 1]}" path='' word IFS=$'\\n'
  # bash takes --config=x for three words
  if [[ $current == = ]]; then current=''
  elif [[ $before == = ]]; then before="\${COMP_WORDS[COMP_CWORD - 2]}"; fi
  for word in "\${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
    case "$path $word" in
      ${paths.join(' | ')}) path="$path $word" ;;
    esac
  done
  COMPREPLY=()
  case "$path $before" in
${commands.flatMap(optionValues).join('\n')}
  esac
  case "$path" in
${commands.map(wordsOf).join('\n')}
  esac
}
complete -F _lake lake
`;
}

/** What an option takes ends the search, also where that is anything. */
function optionValues({ path, options }: Described): readonly string[] {
  return options.flatMap(({ flags, value }) => {
    if (value === undefined) return [];
    const patterns = flags.map((flag) => quoted(`${path === '' ? '' : ` ${path}`} ${flag}`));
    return [`    ${patterns.join(' | ')}) ${replies(value)}return ;;`];
  });
}

function wordsOf({ path, commands, options, argument }: Described): string {
  const flags = options.flatMap((option) => option.flags);
  const words = commands.map(({ name }) => name);
  const value = words.length > 0 ? ({ kind: 'words', words } as const) : argument;
  return `    ${quoted(path === '' ? '' : ` ${path}`)})
      if [[ $current == -* ]]; then ${replies({ kind: 'words', words: flags })}
      else ${value === undefined ? ':' : replies(value)}
      fi ;;`;
}

function replies(value: Value): string {
  if (value.kind === 'anything') return ': ; ';
  if (value.kind === 'words') return `COMPREPLY=($(compgen -W ${quoted(value.words.join('\n'))} -- "$current")); `;
  const kind = value.kind === 'files' ? '-f' : '-d';
  return `compopt -o filenames 2>/dev/null; COMPREPLY=($(compgen ${kind} -- "$current")); `;
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
