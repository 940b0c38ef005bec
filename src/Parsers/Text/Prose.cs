using System.Collections.Immutable;

namespace TriageBot.Parsers.Text;

/// <summary>The author's own text as blocks and sentences. All positions are positions in the body.</summary>
internal sealed class Prose
{
    private readonly bool _ungated;
    private ImmutableArray<Sentence> _sentences;

    private Prose(BodyLayout layout, string text, ImmutableArray<Block> blocks, bool ungated)
    {
        _ungated = ungated;
        Layout = layout;
        Text = text;
        Blocks = blocks;
    }

    /// <summary>Whether it is to be read without passing over what can hold nothing; a test compares both readings.</summary>
    public bool IsUngated => _ungated;

    /// <summary>The lines and their roles.</summary>
    public BodyLayout Layout { get; }

    /// <summary>The body.</summary>
    public SourceText Body => Layout.Body;

    /// <summary>As long as the body: own text with line breaks inside a block as blanks, everything else as blanks.</summary>
    public string Text { get; }

    /// <summary>Paragraphs and list items, in order.</summary>
    public ImmutableArray<Block> Blocks { get; }

    /// <summary>Sentences of all blocks, in order; cut when they are first asked for.</summary>
    public ImmutableArray<Sentence> Sentences
    {
        get
        {
            if (_sentences.IsDefault)
            {
                _sentences = CutSentences();
            }

            return _sentences;
        }
    }

    /// <summary>Text of a block, without its marker, on one line.</summary>
    public string BlockText(Block block) => Text[block.ContentStart..block.End];

    /// <summary>Cuts the own lines of a mail into blocks and sentences.</summary>
    /// <param name="ungated">Whether its sentences are to be read as if they held every word.</param>
    public static Prose Of(BodyLayout layout, bool ungated = false)
    {
        ImmutableArray<Block> blocks = [];
        string text = string.Create(layout.Body.Text.Length, layout, (masked, lines) =>
        {
            masked.Fill(' ');
            blocks = BlockCutter.Cut(lines, masked);
        });
        return new Prose(layout, text, blocks, ungated);
    }

    /// <summary>Indexes of the sentences that may hold what the families are about, in order.</summary>
    public IEnumerable<int> SentencesWith(WordGroup groups)
    {
        for (int i = 0; i < Sentences.Length; i++)
        {
            if (Sentences[i].MayHold(groups))
            {
                yield return i;
            }
        }
    }

    /// <summary>Index of the sentence that holds a position of the body, or -1.</summary>
    public int SentenceAt(int position)
    {
        int low = 0;
        int high = Sentences.Length - 1;
        while (low <= high)
        {
            int middle = (low + high) / 2;
            TextSpan span = Sentences[middle].Span;
            if (position >= span.Start && position < span.End)
            {
                return middle;
            }

            (low, high) = position < span.Start ? (low, middle - 1) : (middle + 1, high);
        }

        return -1;
    }

    private ImmutableArray<Sentence> CutSentences()
    {
        ImmutableArray<Sentence>.Builder sentences = ImmutableArray.CreateBuilder<Sentence>();
        for (int i = 0; i < Blocks.Length; i++)
        {
            SentenceCutter.Cut(Text, Blocks[i], i, sentences, _ungated);
        }

        return sentences.DrainToImmutable();
    }
}
