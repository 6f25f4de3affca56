import { CharStreams, CommonTokenStream, PredictionMode } from 'antlr4ng';
import { TrinoSqlLexer } from 'dt-sql-parser/dist/lib/trino/TrinoSqlLexer';
import { TrinoSqlParser } from 'dt-sql-parser/dist/lib/trino/TrinoSqlParser';
import { SqlError } from '../error.ts';
import { refuseTooDeep } from './depth.ts';
import { quickDecisions } from './quick-decisions.ts';
import { syntaxErrors } from './syntax-error.ts';

/** The tree of a text by one rule of the grammar. As Trino does: at first without regard to the context, which is quicker and seldom wrong. */
export function readTree<Tree>(sql: string, rule: (parser: TrinoSqlParser) => Tree): Tree {
  try {
    return rule(parserOf(sql, PredictionMode.SLL));
  } catch (error) {
    if (!(error instanceof SqlError)) throw error;
  }
  return rule(parserOf(sql, PredictionMode.LL));
}

function parserOf(sql: string, mode: typeof PredictionMode.SLL): TrinoSqlParser {
  const listener = syntaxErrors();
  const lexer = new TrinoSqlLexer(CharStreams.fromString(sql));
  lexer.removeErrorListeners();
  lexer.addErrorListener(listener);
  const stream = new CommonTokenStream(lexer);
  const parser = new TrinoSqlParser(stream);
  parser.removeErrorListeners();
  parser.addErrorListener(listener);
  const { interpreter } = parser;
  interpreter.predictionMode = mode;
  stream.fill();
  refuseTooDeep(stream.getTokens());
  const decide = quickDecisions(stream);
  const predict = interpreter.adaptivePredict;
  interpreter.adaptivePredict = (input, decision, context) =>
    decide(decision) ?? predict.call(interpreter, input, decision, context);
  return parser;
}
