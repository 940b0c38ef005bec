using System.Collections.Immutable;

namespace TriageBot.Engine.Profiles.Patches;

/// <summary>What the functions that a patch shows mean: kernel functions by their actions, and functions that the patch itself defines or renames.</summary>
internal sealed class PatchVocabulary
{
    private readonly Dictionary<string, CodePiece> _defined = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _renamed = new(StringComparer.Ordinal);

    public PatchVocabulary(ProfilePatch patch)
    {
        FunctionHunk? gone = null;
        foreach (FunctionHunk edit in patch.Functions)
        {
            if (edit is { Before: null, After: { } now })
            {
                if (gone is { Before: { } old } && edit.File == gone.File && IsSame(old, now))
                {
                    _renamed[edit.Function] = gone.Function;
                }
                else if (now.IsWhole)
                {
                    _defined[edit.Function] = now;
                }
            }

            gone = edit.After is null ? edit : null;
        }
    }

    /// <summary>Functions that the patch defines.</summary>
    public IReadOnlyDictionary<string, CodePiece> Defined => _defined;

    /// <summary>The name that the function had before the patch.</summary>
    public string Original(string function) => _renamed.GetValueOrDefault(function, function);

    /// <summary>The loader action that a call is, or null.</summary>
    public string? ActionOf(string function) => LoaderActionNames.ActionOf(Original(function));

    /// <summary>Key of a statement, as <see cref="LoaderLine.Key"/>.</summary>
    public string KeyOf(CodeStatement statement) => statement.Kind switch
    {
        CodeKind.Call => "call " + (ActionOf(statement.Name) is string action ? LoaderActionNames.KernelFunction(action) : Original(statement.Name)),
        CodeKind.Chain => "chain " + statement.Name,
        CodeKind.SetState => "set_state " + statement.Name,
        CodeKind.Exit => "exit",
        CodeKind.Label => "label " + statement.Name,
        CodeKind.Goto => "goto " + statement.Name,
        _ => "return " + statement.Name,
    };

    /// <summary>Whether a kernel that the hunk fits must have the statement.</summary>
    public bool IsModelled(CodeStatement statement) => statement.Kind switch
    {
        CodeKind.Call => ActionOf(statement.Name) is not null,
        CodeKind.SetState => statement.Name is "COMING" or "LIVE" or "GOING",
        CodeKind.Chain or CodeKind.Exit => true,
        _ => false,
    };

    /// <summary>Whether a statement, or what the patch defines it to be, is modelled.</summary>
    public bool Reaches(CodeStatement statement, int depth = 0) =>
        IsModelled(statement)
        || (!statement.OnError.IsDefault && statement.OnError.Any(inner => Reaches(inner, depth + 1)))
        || (depth < 8 && statement.Kind == CodeKind.Call && _defined.TryGetValue(statement.Name, out CodePiece? body) && body.Statements.Any(inner => Reaches(inner, depth + 1)));

    private bool IsSame(CodePiece old, CodePiece now) => old.Statements.Select(KeyOf).SequenceEqual(now.Statements.Select(KeyOf), StringComparer.Ordinal);
}
