using System.Collections.Immutable;
using TriageBot.Parsers.Facts;
using TriageBot.Parsers.Text;

namespace TriageBot.Parsers.Mail;

/// <summary>A message after MIME and charsets: what the fact readers work on.</summary>
/// <param name="Body">Decoded text with <c>\n</c> line ends, quotes kept.</param>
/// <param name="AttachedFrom">Index in the text where text attachments begin; the length of the text when there are none.</param>
/// <param name="Headers">Header fields that tell robots from people, by lower-case name.</param>
internal sealed record LoadedMail(
    MailHead Head,
    string Body,
    int AttachedFrom,
    ImmutableDictionary<string, string> Headers,
    ImmutableArray<Diagnostic> Diagnostics);
