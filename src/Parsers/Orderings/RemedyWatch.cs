using TriageBot.Parsers.Text;

namespace TriageBot.Parsers.Orderings;

/// <summary>Follows a changelog to the place where it stops telling the problem and begins to tell what the patch does.</summary>
internal sealed class RemedyWatch(Prose prose)
{
    private int _read;
    private bool _reached;

    /// <summary>Whether the place is at or above a sentence. Ask in rising order: each sentence is looked at once.</summary>
    public bool IsReached(int sentence)
    {
        for (; !_reached && _read <= sentence; _read++)
        {
            _reached = KindVocabulary.IsRemedy(prose.Sentences[_read].Text);
        }

        return _reached;
    }
}
