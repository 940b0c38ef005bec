using System.Text.RegularExpressions;

namespace TriageBot.Parsers.Patches;

/// <summary>Tells which C function a line of a hunk is in, by the hunk's header and the definitions that the hunk shows.</summary>
internal sealed partial class FunctionTracker
{
    /// <summary>Starts at a hunk.</summary>
    public FunctionTracker(DiffHunk hunk)
    {
        Signature = hunk.Function;
        Name = hunk.Function.Length < 500 ? NameIn(hunk.Function) : null;
    }

    /// <summary>Name of the function, or null outside of functions and where the hunk does not show it.</summary>
    public string? Name { get; private set; }

    /// <summary>Its first line as far as the hunk shows it.</summary>
    public string Signature { get; private set; }

    /// <summary>Whether the function as a whole comes or goes with this sign.</summary>
    public char Sign { get; private set; } = ' ';

    /// <summary>Takes a line; afterwards the properties hold for it.</summary>
    public void Take(DiffLine line)
    {
        string text = line.Text;
        if (text.Length is 0 or > 500 || text[0] is ' ' or '\t' or '{' or '#' or '/' or '*')
        {
            return;
        }

        Match start = Definition().Match(text);
        if (start.Success)
        {
            (Name, Signature, Sign) = (NameIn(text), text, line.Sign);
        }
        else if (!Label().IsMatch(text))
        {
            // Anything else in the first column stands outside of functions, the closing brace ends one.
            (Name, Signature, Sign) = (null, "", ' ');
        }
    }

    private static string? NameIn(string text)
    {
        Match call = SystemCall().Match(text);
        Match name = call.Success ? call : DefinedName().Match(text);
        return name.Success ? name.Groups["name"].Value : null;
    }

    [GeneratedRegex(@"^(?!(if|else|for|while|switch|return|case|do|goto|typedef|EXPORT_\w+|MODULE_\w+|DEFINE_\w+|DECLARE_\w+)\b)([A-Za-z_][\w*]*[ \t*]+)+\w+ ?\([^;]*$|^(COMPAT_)?SYSCALL_DEFINE\d\(|^[a-z_]\w*\([^;()]*(\)?|,)$", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 2000)]
    private static partial Regex Definition();

    [GeneratedRegex(@"^\w+:\s*(/\*.*)?$|^\s*\\", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 2000)]
    private static partial Regex Label();

    [GeneratedRegex(@"^(COMPAT_)?SYSCALL_DEFINE\d\((?<name>\w+)", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 2000)]
    private static partial Regex SystemCall();

    // The last word in front of the first bracket that is not an attribute.
    [GeneratedRegex(@"(?<name>[A-Za-z_]\w*) ?\((?!\()[^()]*(\([^()]*\)[^()]*)*\)?[^()]*$|(?<name>[A-Za-z_]\w*) ?\(", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 2000)]
    private static partial Regex DefinedName();
}
