using System.Text;
using Microsoft.Extensions.DependencyInjection;
using TriageBot.Bot.CommandLine;
using TriageBot.Bot.Triage;
using TriageBot.Engine.Checks;
using TriageBot.Parsers.Facts;
using TriageBot.TestSupport;
using Xunit;

namespace TriageBot.Bot.Tests;

/// <summary>Parsers and engine that answer the same to every mail but for its headers; the body "poison" makes the parser throw.</summary>
internal sealed class FakeTriage : IMailParser, IChecker
{
    public static void Register(IServiceCollection services)
    {
        services.AddSingleton<IMailParser, FakeTriage>();
        services.AddSingleton<IChecker, FakeTriage>();
        services.AddSingleton(Samples.Catalog);
    }

    public MailFacts Read(ReadOnlyMemory<byte> bytes)
    {
        string text = Encoding.UTF8.GetString(bytes.Span);
        if (text.Contains("poison", StringComparison.Ordinal))
        {
            throw new InvalidOperationException("poisoned");
        }

        return Samples.Facts with
        {
            Head = Samples.Head with { Id = Header(text, "Message-ID"), Subject = Header(text, "Subject"), From = Header(text, "From") },
        };
    }

    public Verdict Check(CheckPlan plan, CancellationToken cancellationToken) => Samples.Reproduced;

    private static string Header(string text, string name) =>
        text.Split('\n')
            .FirstOrDefault(line => line.StartsWith(name + ":", StringComparison.OrdinalIgnoreCase))
            ?[(name.Length + 1)..].Trim().Trim('<', '>') ?? "";
}

/// <summary>Runs the command line in this process.</summary>
internal sealed class Program(TemporaryFolder working) : IDisposable
{
    private readonly StringWriter _output = new();
    private readonly StringWriter _error = new();

    public string Output => _output.ToString();

    public string Error => _error.ToString();

    public Task<int> RunAsync(params string[] arguments) => RunAsync(FakeTriage.Register, "", arguments);

    public Task<int> RunRealAsync(string input, params string[] arguments) => RunAsync(_ => { }, input, arguments);

    public void Dispose()
    {
        _output.Dispose();
        _error.Dispose();
    }

    private async Task<int> RunAsync(Action<IServiceCollection> register, string input, string[] arguments)
    {
        _output.GetStringBuilder().Clear();
        _error.GetStringBuilder().Clear();
        using MemoryStream stream = new(Encoding.UTF8.GetBytes(input));
        ProgramIo io = new(
            stream, _output, _error, ProgramIo.ConsoleOn(_output), Repository.PathOf("fixtures", "mail"), working.Path);
        return await TriageBotCommand.RunAsync(arguments, io, register, TestContext.Current.CancellationToken);
    }
}
