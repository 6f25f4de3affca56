import { CharStreams, CommonTokenStream, PredictionMode, Token } from 'antlr4ng';
import { TrinoSqlLexer } from 'dt-sql-parser/dist/lib/trino/TrinoSqlLexer';
import { type StatementContext, TrinoSqlParser } from 'dt-sql-parser/dist/lib/trino/TrinoSqlParser';
import { refuseTooDeep } from './depth.ts';
import { quickDecisions } from './quick-decisions.ts';
import { syntaxErrors, TrinoSyntaxError } from './syntax-error.ts';

/**
 * The tree of a text by one rule of Trino's grammar. As Trino does: at first without regard to the context, which is quicker and seldom wrong.
 * Throws TrinoSyntaxError, or TooDeepError.
 */
export function readTree<Tree>(sql: string, rule: (parser: TrinoSqlParser) => Tree): Tree {
  try {
    return rule(parserOf(sql, PredictionMode.SLL));
  } catch (error) {
    if (!(error instanceof TrinoSyntaxError)) throw error;
  }
  return rule(parserOf(sql, PredictionMode.LL));
}

/** The rule of one statement, after which nothing follows. */
export function wholeStatement(parser: TrinoSqlParser): StatementContext {
  const statement = parser.singleStatement().statement();
  const next = parser.getCurrentToken();
  if (next.type === Token.EOF) return statement;
  throw new TrinoSyntaxError(`mismatched input '${next.text}'. Expecting: <EOF>`, {
    line: next.line,
    column: next.column + 1,
  });
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
