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
        char[] masked = new char[layout.Body.Text.Length];
        masked.AsSpan().Fill(' ');
        ImmutableArray<Block> blocks = BlockCutter.Cut(layout, masked);
        return new Prose(layout, new string(masked), blocks);
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
