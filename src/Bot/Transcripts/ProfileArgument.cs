using TriageBot.Engine.Profiles;

namespace TriageBot.Bot.Transcripts;

/// <summary>The argument of <c>--profile</c>: a profile's name, or a JSON file that may extend one.</summary>
internal static class ProfileArgument
{
    /// <summary>Loads it.</summary>
    /// <exception cref="ProgramStoppedException">There is none of that name, or the file is no profile.</exception>
    public static KernelProfile Load(string argument, string workingFolder)
    {
        try
        {
            return argument.EndsWith(".json", StringComparison.OrdinalIgnoreCase)
                ? KernelProfileCatalog.FromJson(TargetFile.Read(argument, workingFolder), Path.GetFileNameWithoutExtension(argument))
                : KernelProfileCatalog.Get(argument);
        }
        catch (ProfileException problem)
        {
            throw new ProgramStoppedException(problem.Message, ExitCode.WrongUse, problem);
        }
    }
}
