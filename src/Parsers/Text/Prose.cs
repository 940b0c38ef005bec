using System.Buffers;
using System.Collections.Immutable;

namespace TriageBot.Parsers.Text;

/// <summary>The author's own text as blocks and sentences. All positions are positions in the body.</summary>
internal sealed class Prose
{
    private ImmutableArray<Sentence> _sentences;

    private Prose(BodyLayout layout, string text, ImmutableArray<Block> blocks)
    {
        Layout = layout;
        Text = text;
        Blocks = blocks;
    }

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
    public static Prose Of(BodyLayout layout)
    {
        ImmutableArray<Block> blocks = [];
        string text = string.Create(layout.Body.Text.Length, layout, (masked, lines) =>
        {
            masked.Fill(' ');
            blocks = BlockCutter.Cut(lines, masked);
        });
        return new Prose(layout, text, blocks);
    }

    /// <summary>Indexes of the sentences that hold one of the words, in order. Looking through the whole text at once costs less than through each sentence.</summary>
    public IEnumerable<int> SentencesWith(SearchValues<string> words)
    {
        int from = 0;
        for (int i = 0; NextWith(words, ref i, ref from); i++)
        {
            yield return i;
        }
    }

    private bool NextWith(SearchValues<string> words, ref int index, ref int from)
    {
        while (from < Text.Length && Text.AsSpan(from).IndexOfAny(words) is int found and >= 0)
        {
            from += found;
            while (index < Sentences.Length && Sentences[index].Span.End <= from)
            {
                index++;
            }

            if (index == Sentences.Length)
            {
                return false;
            }

            // A word may begin in front of a sentence or go over its end.
            Sentence sentence = Sentences[index];
            if (sentence.Chars.ContainsAny(words))
            {
                from = Math.Max(from + 1, sentence.Span.End);
                return true;
            }

            from = Math.Max(from + 1, sentence.Offset);
        }

        return false;
    }

    private ImmutableArray<Sentence> CutSentences()
    {
        ImmutableArray<Sentence>.Builder sentences = ImmutableArray.CreateBuilder<Sentence>();
        for (int i = 0; i < Blocks.Length; i++)
        {
            SentenceCutter.Cut(Text, Blocks[i], i, sentences);
        }

        return sentences.DrainToImmutable();
    }
}
