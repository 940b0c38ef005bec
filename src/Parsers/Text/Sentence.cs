namespace TriageBot.Parsers.Text;

/// <summary>One sentence of own text on one line: line breaks are blanks, so position <c>i</c> is <c>Offset + i</c> in the body.</summary>
internal sealed record Sentence
{
    // What counts in a line that the kernel wrote.
    private const WordGroup Logged = WordGroup.Version | WordGroup.Symptom;

    private readonly string _source;
    private readonly int _length;
    private readonly bool _ungated;
    private readonly bool _logged;
    private string? _text;
    private WordGroup? _words;

    /// <summary>Takes a piece of a text; it is only copied when somebody reads it.</summary>
    /// <param name="block">Index of the block it is in.</param>
    /// <param name="ungated">Whether it is to be read as if it held a word of every family.</param>
    /// <param name="logged">Whether the kernel wrote it and not the author: it tells a version or a symptom at most.</param>
    public Sentence(string source, int offset, int length, int block, bool ungated = false, bool logged = false)
    {
        _source = source;
        _length = length;
        _ungated = ungated && !logged;
        _logged = logged;
        Offset = offset;
        Block = block;
    }

    /// <summary>Position in the body.</summary>
    public int Offset { get; }

    /// <summary>Index of the block it is in.</summary>
    public int Block { get; }

    /// <summary>The text.</summary>
    public string Text
    {
        get => _text ??= _source.Substring(Offset, _length);
        init => _text = value;
    }

    /// <summary>The text without a copy of it.</summary>
    public ReadOnlySpan<char> Chars => _source.AsSpan(Offset, _length);

    /// <summary>Its place in the body.</summary>
    public TextSpan Span => new(Offset, _length);

    /// <summary>Whether it holds a word of one of the families; cheap, since all families are looked for at once.</summary>
    public bool Holds(WordGroup groups) => (!_logged || (groups & Logged) != 0) && ((_words ??= Look()) & groups) != 0;

    /// <summary>As <see cref="Holds"/>, for a reader that finds nothing where it is false: a test reads also what is passed over.</summary>
    public bool MayHold(WordGroup groups) => _ungated || Holds(groups);

    /// <summary>Place in the body of a piece of it.</summary>
    public TextSpan Slice(int start, int length) => new(Offset + start, length);

    private WordGroup Look() => _logged ? WordTable.In(Chars) & Logged : WordTable.In(Chars);
}
