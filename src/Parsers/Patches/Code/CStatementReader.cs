using System.Collections.Immutable;

namespace TriageBot.Parsers.Patches.Code;

/// <summary>Reads words of C into statements. Made for fragments: braces that close nothing are passed over, and what the end cuts off ends there.</summary>
internal sealed class CStatementReader
{
    // Deeper than any kernel code; a hostile mail must not exhaust the stack.
    private const int MaxDepth = 60;

    private readonly List<CWord> _words;
    private int _at;
    private int _depth;

    private CStatementReader(List<CWord> words) => _words = words;

    private string Next => _at < _words.Count ? _words[_at].Text : "";

    /// <summary>The statements of a body.</summary>
    public static ImmutableArray<CStatement> Read(List<CWord> words)
    {
        CStatementReader reader = new(words);
        ImmutableArray<CStatement>.Builder statements = ImmutableArray.CreateBuilder<CStatement>();
        while (reader._at < words.Count)
        {
            if (reader.Next == "}")
            {
                reader._at++;
                continue;
            }

            statements.Add(reader.Statement());
        }

        return statements.ToImmutable();
    }

    private CStatement Statement()
    {
        int line = _words[_at].Line;
        if (++_depth > MaxDepth)
        {
            _at = _words.Count;
            return new CStatement(CStatementKind.Block, [], line);
        }

        CStatement statement = Next switch
        {
            "{" => new CStatement(CStatementKind.Block, [], line) { Body = Block() },
            "if" => If(line),
            "else" => Orphan(line),
            "switch" => Governing(CStatementKind.Switch, line),
            "for" or "while" => Governing(CStatementKind.Loop, line),
            "do" => Do(line),
            "case" or "default" when IsCase() => Case(line),
            "goto" => new CStatement(CStatementKind.Goto, UpToSemicolon(1), line),
            "return" => new CStatement(CStatementKind.Return, UpToSemicolon(1), line),
            "break" or "continue" => new CStatement(CStatementKind.Break, UpToSemicolon(1), line),
            _ when IsLabel() => Label(line),
            _ => Expression(line),
        };
        _depth--;
        return statement;
    }

    private CStatement If(int line)
    {
        _at++;
        ImmutableArray<string> condition = Brackets();
        ImmutableArray<CStatement> body = Branch();
        if (Next != "else")
        {
            return new CStatement(CStatementKind.If, condition, line) { Body = body };
        }

        _at++;
        return new CStatement(CStatementKind.If, condition, line) { Body = body, Else = Branch() };
    }

    // The condition stands above the hunk.
    private CStatement Orphan(int line)
    {
        _at++;
        return new CStatement(CStatementKind.If, ["?"], line) { Else = Branch() };
    }

    private CStatement Governing(CStatementKind kind, int line)
    {
        _at++;
        return new CStatement(kind, Brackets(), line) { Body = Branch() };
    }

    private CStatement Do(int line)
    {
        _at++;
        ImmutableArray<CStatement> body = Branch();
        return new CStatement(CStatementKind.Loop, Next == "while" ? UpToSemicolon(1) : [], line) { Body = body };
    }

    private bool IsCase() => Next == "case" || (_at + 1 < _words.Count && _words[_at + 1].Text == ":");

    private CStatement Case(int line)
    {
        _at++;
        ImmutableArray<string>.Builder values = ImmutableArray.CreateBuilder<string>();
        while (_at < _words.Count && Next is not (":" or ";" or "{" or "}"))
        {
            values.Add(_words[_at++].Text);
        }

        _at += Next == ":" ? 1 : 0;
        return new CStatement(CStatementKind.Case, values.ToImmutable(), line);
    }

    private bool IsLabel() => _at + 1 < _words.Count && _words[_at + 1].Text == ":" && (char.IsAsciiLetter(Next[0]) || Next[0] == '_');

    private CStatement Label(int line)
    {
        string name = Next;
        _at += 2;
        return new CStatement(CStatementKind.Label, [name], line);
    }

    // A macro such as list_for_each_entry() governs what follows it.
    private CStatement Expression(int line)
    {
        ImmutableArray<string>.Builder words = ImmutableArray.CreateBuilder<string>();
        int open = 0;
        bool walks = Next.Contains("for_each", StringComparison.Ordinal);
        while (_at < _words.Count)
        {
            string word = Next;
            if (open <= 0 && word is ";" or "}" or "{")
            {
                break;
            }

            words.Add(word);
            _at++;
            open += word switch
            {
                "(" or "[" => 1,
                ")" or "]" => -1,
                _ => 0,
            };
            if (walks && open == 0 && word == ")")
            {
                return new CStatement(CStatementKind.Loop, words.ToImmutable(), line) { Body = Branch() };
            }
        }

        if (Next == "{")
        {
            return new CStatement(CStatementKind.Loop, words.ToImmutable(), line) { Body = Block() };
        }

        _at += Next == ";" ? 1 : 0;
        return new CStatement(CStatementKind.Expression, words.ToImmutable(), line);
    }

    private ImmutableArray<CStatement> Branch() => _at >= _words.Count || Next == "}" ? [] : Next == "{" ? Block() : [Statement()];

    private ImmutableArray<CStatement> Block()
    {
        _at++;
        ImmutableArray<CStatement>.Builder statements = ImmutableArray.CreateBuilder<CStatement>();
        while (_at < _words.Count && Next != "}")
        {
            statements.Add(Statement());
        }

        _at++;
        return statements.ToImmutable();
    }

    // What stands between a bracket and its partner.
    private ImmutableArray<string> Brackets()
    {
        if (Next != "(")
        {
            return [];
        }

        ImmutableArray<string>.Builder words = ImmutableArray.CreateBuilder<string>();
        int open = 0;
        while (_at < _words.Count && Next is not ("{" or "}"))
        {
            string word = _words[_at++].Text;
            open += word == "(" ? 1 : word == ")" ? -1 : 0;
            if (open == 0)
            {
                break;
            }

            words.Add(word);
        }

        return words.Count == 0 ? [] : [.. words.Skip(1)];
    }

    private ImmutableArray<string> UpToSemicolon(int skip)
    {
        _at += skip;
        ImmutableArray<string>.Builder words = ImmutableArray.CreateBuilder<string>();
        while (_at < _words.Count && Next is not (";" or "}" or "{"))
        {
            words.Add(_words[_at++].Text);
        }

        _at += Next == ";" ? 1 : 0;
        return words.ToImmutable();
    }
}
