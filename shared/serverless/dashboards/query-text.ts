const commands = ['fields', 'filter', 'stats', 'sort', 'limit', 'parse'];

/** What is wrong with a query of Logs Insights, as far as its commands tell: only those that the local cloud knows too, and closed quotes. */
export function commandMistake(text: string): string | undefined {
  return partsOf(text)
    .map(partMistake)
    .find((mistake) => mistake !== undefined);
}

function partMistake(part: string): string | undefined {
  const [word = ''] = part.split(/\s/);
  if (!commands.includes(word)) return `a command is expected, not "${word}": ${commands.join(', ')}`;
  if (part === word) return `${word} says nothing`;
  return part.split('"').length % 2 === 0 ? `a text does not end: ${part}` : undefined;
}

/** Between the bars that stand in no text. */
function partsOf(text: string): readonly string[] {
  return text.split(/\|(?=(?:[^"]*"[^"]*")*[^"]*$)/).map((part) => part.trim());
}
