using System.Text.RegularExpressions;
using TriageBot.Parsers.Callbacks;

namespace TriageBot.Parsers.Orderings;

/// <summary>How sure it is what a phrase names.</summary>
internal enum ParticipantForm
{
    /// <summary>A callback of the mail, or an identifier.</summary>
    Identifier,

    /// <summary>Words that name something called, as "the arch notifier".</summary>
    Described,

    /// <summary>Other words.</summary>
    Loose,
}

/// <summary>A participant of an ordering that was found in a phrase.</summary>
internal readonly record struct FoundParticipant(string Name, ParticipantForm Form);

/// <summary>Turns a phrase into the callback that it means.</summary>
internal static partial class ParticipantFinder
{
    /// <summary>The participant, or null when the phrase names none.</summary>
    /// <param name="previous">The sentence before, which a pronoun points at.</param>
    /// <param name="alone">Whether one word that is no identifier may name it.</param>
    public static FoundParticipant? Find(OrderingPage page, string phrase, string previous, bool alone = false)
    {
        NameToken? identifier = null;
        foreach (NameToken token in NameReader.Read(phrase))
        {
            if (page.Participant(token) is not null)
            {
                identifier = token;
            }
        }

        if (identifier is NameToken found)
        {
            // "the foo_class device" is about a device; only words for what is called may stand behind the name.
            if (!Head().IsMatch(phrase[found.End..]))
            {
                return null;
            }

            return new FoundParticipant(page.Participant(found) ?? found.Name, ParticipantForm.Identifier);
        }

        if (NounPhrase.IsPronoun(phrase))
        {
            return Antecedent(page, previous);
        }

        if (LoaderPath.IsSubsystem(phrase.Trim()))
        {
            return new FoundParticipant(phrase.Trim(), ParticipantForm.Described);
        }

        if (NounPhrase.Of(phrase, alone) is not string words || CallbackBook.IsGeneric(words))
        {
            return null;
        }

        if (page.Book.ResolvePhrase(words) is string callback)
        {
            return new FoundParticipant(callback, ParticipantForm.Identifier);
        }

        return new FoundParticipant(words, NounPhrase.IsCallbackLike(words) ? ParticipantForm.Described : ParticipantForm.Loose);
    }

    // "Register a new callback. This must run earlier than ...": the last thing named there that a kernel calls.
    private static FoundParticipant? Antecedent(OrderingPage page, string previous)
    {
        string? last = null;
        foreach (string piece in previous.Split([" a ", " an ", " the ", ", "], StringSplitOptions.RemoveEmptyEntries))
        {
            string words = PhraseCutter.Object(piece);
            if (NounPhrase.Of(words) is string phrase && NounPhrase.IsCallbackLike(phrase))
            {
                last = phrase;
            }
        }

        return last is null ? null : new FoundParticipant(page.Book.ResolvePhrase(last) ?? last, ParticipantForm.Described);
    }

    [GeneratedRegex(@"^['""`)\s]*((module|panic|reboot|restart|netdev|pm|cpu)\s)?(notifiers?|call ?backs?|handlers?|hooks?|functions?|chains?|lists?|calls?|methods?|events?|blocks?|code|list|finishes)?(\s(chain|list|block|function|call|handler|callback))?['""`\s]*$", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 2000)]
    private static partial Regex Head();
}
